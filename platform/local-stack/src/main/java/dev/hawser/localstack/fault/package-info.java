/** Networks that fail: a TCP proxy between clients and servers that delays, slows, cuts and swallows. */
@NullMarked
package dev.hawser.localstack.fault;

import org.jspecify.annotations.NullMarked;
