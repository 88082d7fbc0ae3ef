"""`interviewer audit`: options are checked before any model is asked for."""

import pytest

from interviewer.commands.audit import audit
from interviewer.errors import StorageError
from rubrics.faults import RubricError


def test_a_report_folder_that_is_not_there_is_told_before_any_work(tmp_path):
    with pytest.raises(StorageError, match="there is no folder"):
        audit(rubrics=None, questions=1, json=tmp_path / "absent" / "audit.json")


def test_rubrics_that_cannot_be_read_are_told_before_any_work(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\nquestion: ''\n")
    with pytest.raises(RubricError):
        audit(rubrics=broken, questions=1, json=None)
