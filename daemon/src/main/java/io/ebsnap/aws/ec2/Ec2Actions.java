package io.ebsnap.aws.ec2;

import io.ebsnap.aws.query.Parameters;
import java.util.Map;
import java.util.function.Function;

/** Actions of one kind, by their names. */
interface Ec2Actions {

    /** Reads each action's parameters, all of which it asks for. */
    Map<String, Function<Parameters, Prepared>> byName();
}
