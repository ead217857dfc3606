"""TRL's trainers learn from the exported files: a tiny model, made here, for a few steps on the CPU."""

import json
from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import mean
from typing import Any

import datasets
import pytest

from tests.trainers.conftest import Exported
from tests.trainers.templates import CHAT, alpaca_prompt

# Warnings of the packages are not about what is tested.
pytestmark = pytest.mark.filterwarnings("ignore")
STEPS, VOCABULARY = 48, 800


def _tokenizer(texts: list[str]) -> Any:
    """Return a tokenizer that has learnt its words from the texts."""
    tokenizers, transformers = pytest.importorskip("tokenizers"), pytest.importorskip("transformers")
    made = tokenizers.Tokenizer(tokenizers.models.BPE())
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    learner = tokenizers.trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["<s>", "</s>", "<pad>"],
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts, learner)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<s>", eos_token="</s>", pad_token="<pad>", chat_template=CHAT
    )


def _model(tokenizer: Any) -> Any:
    """Return a language model with random weights."""
    transformers = pytest.importorskip("transformers")
    transformers.set_seed(1)
    shape = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4}
    tokens = {f"{name}_token_id": getattr(tokenizer, f"{name}_token_id") for name in ("bos", "eos", "pad")}
    return transformers.LlamaForCausalLM(
        transformers.LlamaConfig(vocab_size=len(tokenizer), max_position_embeddings=512, **shape, **tokens)
    )


def _losses(data: Any, folder: Path, kind: str = "SFT") -> list[float]:
    """Return the loss of each step of a short training on the data, by TRL's trainer of that kind."""
    trl, torch = pytest.importorskip("trl"), pytest.importorskip("torch")
    tokenizer = _tokenizer([json.dumps(row, ensure_ascii=False) for row in data])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        settings = getattr(trl, f"{kind}Config")(
            output_dir=str(folder),
            max_steps=STEPS,
            per_device_train_batch_size=8,
            learning_rate=5e-3,
            lr_scheduler_type="constant",
            max_length=256,
            logging_steps=1,
            save_strategy="no",
            report_to="none",
            use_cpu=True,
            bf16=False,
            gradient_checkpointing=False,
            disable_tqdm=True,
            seed=1,
        )
        made = getattr(trl, f"{kind}Trainer")
        # What learns preferences is held against itself as it was.
        before = {} if kind == "SFT" else {"ref_model": _model(tokenizer)}
        trainer = made(model=_model(tokenizer), args=settings, train_dataset=data, processing_class=tokenizer, **before)
        trainer.train()
    finally:
        torch.set_num_threads(threads)
    return [step["loss"] for step in trainer.state.log_history if "loss" in step]


def _as_it_is(row: dict[str, Any]) -> dict[str, Any]:
    return row


def _by_the_alpaca_template(row: dict[str, Any]) -> dict[str, Any]:
    return {"prompt": alpaca_prompt(row), "completion": row["output"]}


@pytest.mark.parametrize(
    ("lang", "name", "prepare"),
    [
        ("zh", "messages", _as_it_is),
        ("en", "prompt-completion", _as_it_is),
        ("en", "alpaca", _by_the_alpaca_template),
        ("zh", "belle", _by_the_alpaca_template),
    ],
)
def test_a_model_learns(
    exported: Exported, tmp_path: Path, lang: str, name: str, prepare: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    pytest.importorskip("trl")
    loaded = datasets.load_dataset(
        "json", data_files=str(exported(lang, name)), split="train", cache_dir=str(tmp_path / "cache")
    )
    data = datasets.Dataset.from_list([prepare(row) for row in loaded])
    losses = _losses(data, tmp_path / "model")
    assert len(losses) == STEPS
    assert mean(losses[-4:]) < 0.8 * mean(losses[:4])


@pytest.mark.parametrize(("lang", "name", "kind"), [("en", "preference", "DPO"), ("zh", "kto", "KTO")])
def test_a_model_learns_what_is_preferred(exported: Exported, tmp_path: Path, lang: str, name: str, kind: str) -> None:
    """Without knowing, the loss of DPO is log 2, that of KTO 0.5."""
    pytest.importorskip("trl")
    data = datasets.load_dataset(
        "json", data_files=str(exported(lang, name)), split="train", cache_dir=str(tmp_path / "cache")
    )
    losses = _losses(data, tmp_path / "model", kind)
    assert losses[0] == pytest.approx({"DPO": log(2), "KTO": 0.5}[kind], rel=0.05)
    assert mean(losses[-4:]) < 0.8 * losses[0]
