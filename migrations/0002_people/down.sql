DROP TABLE roles;
DROP TABLE assistants;
DROP TABLE addresses;
DROP TABLE people;
DROP TABLE projects;
DROP TABLE institutions;
