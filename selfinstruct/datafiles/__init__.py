"""Files of tasks to import: their values, each with its line, and the tasks in them."""
