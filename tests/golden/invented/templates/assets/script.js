/* Demoj restas hejme. */
kalo = "/* restas */";
