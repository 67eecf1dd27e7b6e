#!/usr/bin/perl
# routes.pl: every route of every screen (cgi-bin/NAME.c and its parts NAME_*.c) must reach that screen
# by the rows of lighttpd.conf. Where several rows match, lighttpd takes the last; where none does, the
# path belongs to `status`. A row may stand in a condition on the method.
use strict;
use warnings;

my ($found, $pattern, $methods, @rows) = (0);
open my $conf, '<', 'lighttpd.conf' or die "lighttpd.conf: $!\n";
while (<$conf>) {
	$methods = $1 if /^\$HTTP\["request-method"\] =~ "([^"]+)"/;
	undef $methods if /^\}/;
	$pattern = $1 if /^\s*\$HTTP\["url"\] =~ "([^"]+)"/;
	push @rows, [qr/$pattern/, $1, qr/${\($methods \/\/ '.')}/]
		if defined $pattern && m{"socket" => run \+ "(\w+)\.sock(?:-0)?"};
}
for my $file (glob 'cgi-bin/*.c') {
	my ($screen) = $file =~ m{/([a-z0-9]+)[^/]*$};
	open my $in, '<', $file or die "$file: $!\n";
	while (<$in>) {
		next unless m{\{\s*(GET|POST|PATCH|DELETE),\s*"(/[^"]*)"};
		my ($method, $path) = ($1, $2);
		(my $sample = $path) =~ s/\{id\}/7/g;
		$sample =~ s/\{\w+\}/word/g;
		my $reached = 'status';
		$sample =~ $_->[0] && $method =~ $_->[2] and $reached = $_->[1] for @rows;
		next if $reached eq $screen;
		print "$file:$.: $method $path reaches $reached, as lighttpd.conf stands\n";
		$found = 1;
	}
}
exit $found;
