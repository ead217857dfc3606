"""Files of tasks that are there already: their values, each with its line, and the tasks in them."""
