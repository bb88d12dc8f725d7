-- Why, in the person's own words: a ticket, a sentence. Empty where none was given.
ALTER TABLE intent ADD COLUMN reason TEXT NOT NULL DEFAULT '';
