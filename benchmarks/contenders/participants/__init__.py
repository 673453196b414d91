"""The contenders that record participants of an event, each named by e-mail address."""
