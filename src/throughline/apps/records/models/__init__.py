"""What is kept of learning: facts, and all that leads to them and follows from them."""

from throughline.apps.records.models.attainments import (
    Attainment,
    AttainmentMark,
    Attempt,
    ExceptionGrant,
    Review,
)
from throughline.apps.records.models.sharing import (
    Consent,
    Correction,
    CorrectionAnswer,
    Featured,
    NeutralPlace,
    Share,
)

__all__ = ["Attainment", "AttainmentMark", "Attempt", "ExceptionGrant", "Review"]
__all__ += ["Consent", "Correction", "CorrectionAnswer", "Featured", "NeutralPlace", "Share"]
