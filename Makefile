# The same recipes as do.py, for those who have make.
.PHONY: demo test unit postgres nodes chaos oracle fuzz simulation browser types once bench translations docs mutants lock

demo test unit postgres nodes chaos oracle fuzz simulation browser types once bench translations docs mutants lock:
	@python3 do.py $@
