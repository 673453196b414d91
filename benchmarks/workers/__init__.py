"""What runs in a process and an environment of its own, so that its cost can be measured."""
