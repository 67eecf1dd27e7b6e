# Joins the parts of a script to one file, which is one request: imports between the parts go, and so do
# lines that only comment.
# Use: awk -f pack.awk chat/*.mjs > chat.pack.js

BEGIN { print "// Made by `make` of the parts in chat/." }
/^import / { inside = 1 }
inside { if (/;$/) inside = 0; next }
/^ *\/\/|^ *\/\*\*.*\*\/$|^$/ { next }
{ sub(/^export /, ""); print }
