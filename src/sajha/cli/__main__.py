"""``python -m sajha.cli``."""

from sajha.cli.main import main

main()
