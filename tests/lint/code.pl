#!/usr/bin/perl
# code.pl FILE...: what a compiler does not see. One line a finding, exit 1 when there is one.
#   arrows     base < db < domain and provider < web < cgi-bin and bin: who may include whom
#   circles    of folders of lib/ that include each other
#   doors      libpq only in lib/db, FastCGI only in lib/web, SQL text only in lib/db and sql/
#   functions  that have a safe counterpart here
#   files      no longer than 600 lines, text clean, nothing unfinished
use strict;
use warnings;

my $found = 0;
my ($file, $line);

# A folder of lib/ => another => a file that includes from it.
my %asks;

sub finding {
	print "$file:$line: $_[0]\n";
	$found = 1;
}

# Where a file stands in the order of layers; undef for what stands outside of it (tests, tools).
sub rank {
	my ($path) = @_;
	return 0 if $path =~ m{^lib/base/};
	return 1 if $path =~ m{^(lib/db|sql)/};
	return 3 if $path =~ m{^lib/web/};
	return 2 if $path =~ m{^lib/};
	return 4 if $path =~ m{^(cgi-bin|bin)/};
	return undef;
}

my %instead = (
	strcpy => 'str_fmt or memcpy with a size', strcat => 'struct buf', strncpy => 'memcpy with a size',
	strncat => 'struct buf', sprintf => 'snprintf or str_fmt', vsprintf => 'vsnprintf', gets => 'fgets',
	strtok => 'str_cut', atoi => 'str_to_i64', atol => 'str_to_i64', atoll => 'str_to_i64',
	atof => 'str_to_real', sscanf => 'str_cut and str_to_i64',
	system => 'posix_spawn with a list of arguments', popen => 'posix_spawn with a list of arguments',
	alloca => 'the arena', rand => 'rand_bytes', srand => 'rand_bytes', random => 'rand_bytes',
	localtime => 'lib/base/clock.h', gmtime => 'gmtime_r', ctime => 'lib/base/clock.h',
	asctime => 'lib/base/clock.h', tmpnam => 'mkstemp', mktemp => 'mkstemp',
	setlocale => 'nothing: it holds for the whole process',
);
my $functions = join '|', keys %instead;
my $sql = qr/"\s*(select\s+[\w*(]|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|
	create\s+(table|index|function)\s|alter\s+(table|role|database)\s|(listen|notify)\s+\w|set\s+local\s)/xi;

sub c_line {
	my ($text, $code) = @_;
	my $own = rank($file);
	if ($text =~ /^\s*#\s*include\s*["<]([^">]+)[">]/) {
		my $header = $1;
		my $other = rank($header);
		my ($from) = $file =~ m{^lib/(\w+)/};
		my ($to) = $header =~ m{^lib/(\w+)/};
		$asks{$from}{$to} //= $file if defined $from && defined $to && $from ne $to;
		finding("$header stands in a higher layer") if defined $own && defined $other && $other > $own;
		finding("$header: a provider knows no SQL and no domain")
			if $file =~ m{^lib/provider/} && defined $other && $other >= 1 && $header !~ m{^lib/provider/};
		finding("$header: only lib/db talks to PostgreSQL")
			if $header =~ /^libpq/ && $file !~ m{^(lib/db|tests|tools)/};
		finding("$header: only lib/web and the event stream speak FastCGI")
			if $header =~ /^fcgi/ && $file !~ m{^(lib/web/|tests/|cgi-bin/stream)};
		finding("$header: includes are written from the root")
			if defined $own && $text =~ /"/ && !defined $other;
		return;
	}
	finding("$1: use $instead{$1}")
		if $code =~ /(?<![\w.>])($functions)\s*\(/ && $file !~ m{^(tests|tools)/};
	finding('SQL text belongs to sql/') if $text =~ $sql && $file =~ m{^(lib/(?!db/)|cgi-bin/|bin/)};
}

# Comments and the insides of strings, out of the way of the search for calls. $$open says whether a
# comment goes on in the next line.
sub code_of {
	my ($text, $open) = @_;
	$text = $$open ? "/*$text" : $text;
	$text =~ s/"(?:[^"\\]|\\.)*"/""/g;
	$text =~ s{/\*.*?\*/}{ }g;
	$$open = $text =~ s{/\*.*$}{};
	$text =~ s{//.*}{};
	return $text;
}

for my $path (@ARGV) {
	$file = $path;
	open my $in, '<:raw', $file or next;
	my $is_c = $file =~ /\.[ch]$/;
	my $open = 0;
	my $last = "\n";
	$line = 0;
	while (my $text = <$in>) {
		$line++;
		$last = $text;
		finding('a space at the end') if $text =~ /[ \t]\r?\n/ && $file !~ /\.(md|svg)$/;
		finding('a carriage return at the end') if $text =~ /\r\n/;
		finding("unfinished: $1") if $text =~ /\b(TODO|FIXME|XXX|HACK|TBD|not implemented|lorem ipsum)\b/;
		finding("a path of one machine: $1") if $text =~ m{(?<![\w.-])(/(?:home|Users|work)/\w+)};
		c_line($text, code_of($text, \$open)) if $is_c;
	}
	finding('no newline at the end') if $last !~ /\n\z/;
	finding("$line lines; a file has at most 600") if $is_c && $line > 600;
}

# The way from one folder to another by what they include; empty when there is none.
sub way {
	my ($from, $to, $seen) = @_;
	return () if $seen->{$from}++;
	for my $next (sort keys %{ $asks{$from} // {} }) {
		my @rest = $next eq $to ? ($to) : way($next, $to, $seen);
		return ($from, @rest) if @rest;
	}
	return ();
}
my %told;
for my $folder (sort keys %asks) {
	my @circle = way($folder, $folder, {});
	next if !@circle || $told{join ' ', sort { $a cmp $b } @circle[1 .. $#circle]}++;
	($file, $line) = ($asks{$folder}{$circle[1]}, 1);
	finding('lib/: ' . join(' includes ', @circle));
}
exit $found;
