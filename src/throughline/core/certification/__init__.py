"""What "certified" means when it is run: `checks.CHECKS`, each a function from a pathway to `Finding`s."""
