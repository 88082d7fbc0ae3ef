"""How well grades agree with marks that people gave."""
