"""What the options of the scripts of Alpaca, BELLE and Self-Instruct are called here, for those who come from there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Flag(NamedTuple):
    """What is typed `here` in the place of an option there, "" if nothing needs to be, and what to know about it."""

    here: str
    about: str = ""

    def told_of(self, name: str) -> str:
        """Return it in words, of the option as it was typed."""
        return f"{name} is {self.here or 'not needed'} here{self.about and f' ({self.about})'}"


_STEPS = "a run keeps all steps in its folder"
_WHOLE = "with --recipe alpaca or belle; without, instructions.{}=1.0"
# Those of the `generate_instruction.py` of Alpaca and of BELLE, with dashes.
OF_ONE_SCRIPT: Mapping[str, Flag] = {
    "--num-instructions-to-generate": Flag("-n", "counts accepted tasks"),
    "--model-name": Flag("--model"),
    "--api": Flag("--ask", "continuation for completions, text for chat; without it, the program finds out"),
    "--seed-tasks-path": Flag("--seeds"),
    "--output-dir": Flag("-o", "a folder"),
    "--num-prompt-instructions": Flag("", "the recipe has its number; --seed-only shows seed tasks alone"),
    "--request-batch-size": Flag("", "requests run side by side; --concurrency fixes how many"),
    "--temperature": Flag("--sampling tasks.temperature=1.0", _WHOLE.format("temperature")),
    "--top-p": Flag("--sampling tasks.top_p=1.0", _WHOLE.format("top_p")),
    "--num-cpus": Flag("", "dedup takes seconds on one core"),
}
# Those that only the scripts of Self-Instruct have.
OF_SELF_INSTRUCT: Mapping[str, Flag] = {
    "--batch-dir": Flag("-o", "a folder"),
    "--engine": Flag("--model"),
    "--use-clf-seed-tasks-only": Flag("--seeds", "a file of classification tasks alone"),
    "--api-key": Flag("", "the key is read from OPENAI_API_KEY"),
    "--organization": Flag("--header OpenAI-Organization:NAME"),
    "--num-instructions": Flag("-n", "counts accepted tasks"),
    "--template": Flag("--prompts", "a folder of templates"),
    "--input-file": Flag("", _STEPS),
    "--output-file": Flag("", _STEPS),
    "--max-instances-to-generate": Flag("--instances-per-task"),
    "--classification-tasks-only": Flag("export --where classification=yes"),
    "--generation-tasks-only": Flag("export --where classification=no"),
    "--instance-files": Flag("", _STEPS),
    "--classification-type-files": Flag("", _STEPS),
    "--include-seed-tasks": Flag("export --include-seeds"),
}
FLAGS: Mapping[str, Flag] = {**OF_ONE_SCRIPT, **OF_SELF_INSTRUCT}


def called_here(name: str, arguments: Sequence[str]) -> str:
    """Return in one line what is here in the place of each option of the scripts among the arguments.

    "" if `name`, the option that was not understood, is none of them. The scripts take `_` and `-` alike.
    """
    typed = {each: _of_script(each) for each in (argument.partition("=")[0] for argument in arguments)}
    return "; ".join(flag.told_of(each) for each, flag in typed.items() if flag) if _of_script(name) else ""


def _of_script(name: str) -> Flag | None:
    return FLAGS.get(name.replace("_", "-"))
