# Joins the parts in src/ to snug.css: comments and spare space go, and tokens that are the same in
# both themes (spaces, sizes, radii, motion) become their values.
# Use: awk -f pack.awk src/*.css > snug.css

{ css = css " " $0 }

END {
	while ((at = index(css, "/*")) > 0)
		css = substr(css, 1, at - 1) substr(css, at + 1 + index(substr(css, at + 2), "*/") + 2)
	gsub(/[ \t]+/, " ", css)
	gsub(/ ?[{] ?/, "{", css)
	gsub(/ ?[}] ?/, "}", css)
	gsub(/ ?; ?/, ";", css)
	gsub(/, /, ",", css)
	gsub(/: /, ":", css)
	gsub(/ > /, ">", css)
	gsub(/;}/, "}", css)
	while (match(css, /--(s[0-9]+|t[0-9]+|r[0-9]+|pill|fast|enter):[^;}]*;?/)) {
		token = substr(css, RSTART, RLENGTH)
		css = substr(css, 1, RSTART - 1) substr(css, RSTART + RLENGTH)
		name = value = token
		sub(/:.*/, "", name)
		sub(/^[^:]*:/, "", value)
		sub(/;$/, "", value)
		gsub("var[(]" name "[)]", value, css)
	}
	sub(/^ /, "", css)
	print css
}
