-- Answer and name of every file that came, in order.
SELECT answer_no, name
FROM answer_files
ORDER BY answer_no, position;
