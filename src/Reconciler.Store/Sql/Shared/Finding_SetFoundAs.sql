-- Nothing. Keeps as what the last matching found a finding.
UPDATE findings
SET found_as = @found_as
WHERE finding_id = @finding_id;
