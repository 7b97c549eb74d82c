DROP TABLE calendar_choices;
