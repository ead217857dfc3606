"""The trainers, each with its command line, as short as it gets for two steps of a small model on a CPU."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
STEPS = 2


@dataclass(frozen=True)
class Places:
    """Where a trainer finds its programs, the model and what was exported, and where it may write."""

    programs: Path
    model: Path
    data: Path
    folder: Path


@dataclass(frozen=True)
class Trainer:
    """A trainer: its package, the format that it reads, what is run, and modules that it only needs to import."""

    package: str
    format: str
    command: Callable[[Places], list[str]]
    trains: bool = True
    empty: tuple[str, ...] = ()


def _options(**options: object) -> list[str]:
    return [text for name, value in options.items() for text in (f"--{name}", str(value))]


def _llama_factory(at: Places) -> list[str]:
    program = str(at.programs / "llamafactory-cli")
    options = _options(
        stage="sft",
        do_train=True,
        model_name_or_path=at.model,
        dataset_dir=at.data,
        dataset="selfinstruct_train",
        template="default",
        finetuning_type="lora",
        cutoff_len=256,
        per_device_train_batch_size=1,
        max_steps=STEPS,
        logging_steps=1,
        output_dir=at.folder / "trained",
        report_to="none",
        use_cpu=True,
    )
    return [program, "train", *options]


def _swift(at: Places) -> list[str]:
    program = str(at.programs / "swift")
    options = _options(
        model=at.model,
        model_type="llama",
        template="chatml",
        dataset=at.data,
        max_length=256,
        per_device_train_batch_size=1,
        gradient_accumulation_steps=1,
        max_steps=STEPS,
        logging_steps=1,
        split_dataset_ratio=0,
        torch_dtype="float32",
        output_dir=at.folder / "trained",
        report_to="none",
        use_cpu=True,
    )
    return [program, "sft", *options]


def _trl(at: Places) -> list[str]:
    # DIR holds train.jsonl alone.
    folder = at.folder / "data"
    folder.mkdir()
    (folder / "train.jsonl").symlink_to(at.data)
    program = str(at.programs / "trl")
    options = _options(
        model_name_or_path=at.model,
        dataset_name=folder,
        max_length=256,
        per_device_train_batch_size=1,
        max_steps=STEPS,
        logging_steps=1,
        output_dir=at.folder / "trained",
        report_to="none",
        use_cpu=True,
        bf16=False,
        dtype="float32",
    )
    return [program, "sft", *options]


def _axolotl(at: Places) -> list[str]:
    settings = {
        "base_model": str(at.model),
        "datasets": [{"path": str(at.data), "type": "chat_template"}],
        "dataset_prepared_path": str(at.folder / "prepared"),
        "output_dir": str(at.folder / "trained"),
        "sequence_len": 256,
        "micro_batch_size": 1,
        "gradient_accumulation_steps": 1,
        "max_steps": STEPS,
        "logging_steps": 1,
        "learning_rate": 1e-5,
        "optimizer": "adamw_torch",
        "lr_scheduler": "constant",
        "bf16": False,
        "use_cpu": True,
    }
    path = at.folder / "config.yml"
    # JSON is YAML, too.
    path.write_text(json.dumps(settings, indent=2), encoding="utf-8")
    return [str(at.programs / "axolotl"), "train", str(path)]


def _fastchat(at: Places) -> list[str]:
    return [str(at.programs / "python"), str(_HERE / "fastchat_reads.py"), str(at.model), str(at.data)]


TRAINERS = {
    "trl": Trainer("trl", "messages", _trl),
    "llama-factory": Trainer("llamafactory", "llama-factory", _llama_factory, empty=("torchaudio",)),
    "ms-swift": Trainer("ms-swift", "messages", _swift),
    "axolotl": Trainer("axolotl", "messages", _axolotl),
    "fastchat": Trainer("fschat", "sharegpt", _fastchat, trains=False),
}
