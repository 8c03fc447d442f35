kalo = "/* restas */";
