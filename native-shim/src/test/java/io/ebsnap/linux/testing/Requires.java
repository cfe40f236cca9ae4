package io.ebsnap.linux.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test, and says why, on a machine that lacks what it needs. Where the environment has {@code CI=true} it fails
 * instead, so that nothing goes untested unseen.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCondition.class)
public @interface Requires {

    /** Whether it must run as root. */
    boolean root() default false;

    /** Commands that must be there, in PATH or where root's commands are: {@code mkfs.xfs}. */
    String[] command() default {};

    /** File systems that the kernel must be able to mount; its modules are loaded where that can be done. */
    String[] fileSystem() default {};

    /** Files that must exist: {@code /dev/fuse}. */
    String[] file() default {};
}
