"""What the steps share when they read an answer.

`turns` leaves out what is no answer (`wrapped`: a draft before it), `lists` reads numbered lists, `json_answers` JSON,
with the help of `json_items` (where the items are), `json_reading` (values that are cut or broken) and `json_strings`
(strings that nobody escaped); `xml_items`, `table_items`, `headed_json` and `python_values` read the same in forms that
nobody asked for. Answers in parts under lines such as `[Input]` are cut by `markers`, with the help of `marker_line`
(how one such line is read), `order` (lines that only look like one) and `wrapping` (what stands around the tasks).
`words` holds the words of all languages.
"""
