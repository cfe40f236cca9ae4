package io.ebsnap.linux.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test uses a PKCS#11 token of SoftHSM, as Debian's package {@code softhsm2} has it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Requires(command = "softhsm2-util", file = SoftHsm.MODULE)
public @interface RequiresSoftHsm {}
