"""What runs in a process and an environment of its own, so that its time and memory can be measured."""
