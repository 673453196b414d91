"""What the tests of this folder share: the version under test, its operations, and strategies."""
