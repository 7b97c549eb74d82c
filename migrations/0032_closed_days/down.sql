DROP TABLE replacements;
DROP TABLE closed_days;
