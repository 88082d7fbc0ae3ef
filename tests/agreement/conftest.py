import pytest

from interviewer.agreement.study import Study
from tests.agreement.samples import study_from, usual_rows


@pytest.fixture(scope="session")
def usual_study() -> Study:
    """Eight answers to each of three questions, labelled, graded almost as they are marked."""
    return study_from(usual_rows(per_question=8))


@pytest.fixture(scope="session")
def constant_study() -> Study:
    """Twelve answers that all have the mark 80."""
    return study_from(usual_rows(mark=[80]))
