"""Who corrects the register's own data (registry.seams.personal_data.correcting)."""

from registry.seams.personal_data import Corrector, register_corrector
from registry.services.corrections import check_value, correct_value

register_corrector(
    Corrector(check=check_value, correct=correct_value),
    "persons",
    "emails",
    "phones",
    "positions",
    "sole_trades",
    "addresses",
    "sole_trader_addresses",
    "sole_trader_einvoice_addresses",
    "purchases",
)
