"""The exhibits: a second portal of the sample on which every family of publishing systems has a unit of its own.

The templates follow the families' real formats as the project's notes on publishing systems describe them (their
sections 1.1 to 1.12 and 2); the people who write the readers do not write these, on purpose.
"""
