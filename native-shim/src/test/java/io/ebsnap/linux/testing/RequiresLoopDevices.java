package io.ebsnap.linux.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test attaches loop devices: it needs root and a kernel that has them. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(root = true, file = "/dev/loop-control")
public @interface RequiresLoopDevices {}
