package io.ebsnap.aws.ec2;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whom a request lets use something, or no more.
 *
 * @param operation {@code add} or {@code remove}
 * @param users accounts of 12 digits
 * @param groups names of groups
 */
record Permissions(String operation, List<String> users, List<String> groups) {

    Permissions {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
        users.forEach(Reading::requireAccount);
    }

    /**
     * Those of a request, in either of the two forms that EC2 has.
     *
     * @param name of what the permissions to be added or removed are below; without it OperationType says which
     */
    static Permissions of(Parameters in, String name) {
        return in.has(name) ? nested(in.below(name)) : flat(in);
    }

    private static Permissions nested(Parameters in) {
        if (in.has("Add") == in.has("Remove")) {
            throw AwsFault.of("InvalidParameterCombination", "Permissions are either added or removed, and not both.");
        }
        String operation = in.has("Add") ? "Add" : "Remove";
        List<Parameters> permissions = in.groups(operation);
        return new Permissions(
                operation.toLowerCase(Locale.ROOT), texts(permissions, "UserId"), texts(permissions, "Group"));
    }

    private static Permissions flat(Parameters in) {
        String operation = in.required("OperationType");
        if (!operation.equals("add") && !operation.equals("remove")) {
            throw in.invalid("OperationType", "Expected: add or remove.");
        }
        return new Permissions(operation, in.texts("UserId"), in.texts("UserGroup"));
    }

    private static List<String> texts(List<Parameters> groups, String name) {
        return groups.stream()
                .flatMap(group -> Stream.ofNullable(group.text(name)))
                .toList();
    }
}
