/** Requests whose method and path say what is asked for. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.aws.rest;
