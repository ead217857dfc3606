"""The Hugging Face hub, to which a dataset folder is uploaded when the user says so."""

from pathlib import Path

from selfinstruct.core.errors import InputError


def upload(folder: Path, name: str) -> None:
    """Upload a dataset folder as OWNER/NAME, made if there is none; `InputError` says why it could not be."""
    from huggingface_hub import HfApi

    try:
        api = HfApi()
        api.create_repo(name, repo_type="dataset", exist_ok=True)
        api.upload_folder(folder_path=folder, repo_id=name, repo_type="dataset")
    except Exception as error:  # the package raises what its many layers raise
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"‹hub_name› {name}: {said}; the folder {folder} is written, log in and upload it") from error
