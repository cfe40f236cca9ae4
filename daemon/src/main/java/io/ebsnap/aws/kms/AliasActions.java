package io.ebsnap.aws.kms;

import io.ebsnap.api.KeyAlias;
import io.ebsnap.api.KeyRequest.CreateAlias;
import io.ebsnap.api.KeyRequest.DeleteAlias;
import io.ebsnap.api.KeyRequest.ListAliases;
import io.ebsnap.api.KeyRequest.UpdateAlias;
import io.ebsnap.aws.json.JsonMembers;
import java.util.Map;

/** Aliases of keys. */
final class AliasActions implements KmsActions {

    private static final String ALIAS_NAME = "AliasName";
    private static final String TARGET = "TargetKeyId";
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 100;

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "CreateAlias",
                        (in, caller) ->
                                Prepared.done(new CreateAlias(in.required(ALIAS_NAME), KmsReading.key(in, TARGET))),
                "UpdateAlias",
                        (in, caller) ->
                                Prepared.done(new UpdateAlias(in.required(ALIAS_NAME), KmsReading.key(in, TARGET))),
                "DeleteAlias", (in, caller) -> Prepared.done(new DeleteAlias(in.required(ALIAS_NAME))),
                "ListAliases", (in, caller) -> list(in));
    }

    private static Prepared list(JsonMembers in) {
        KmsPages page = KmsPages.of(in, "ListAliases", PAGE, PAGE_MAX);
        return new Prepared.Asked<>(
                new ListAliases(KmsReading.keyIfAny(in, "KeyId")),
                (answer, out) -> page.write(
                        "Aliases",
                        answer.aliases(),
                        KeyAlias::aliasArn,
                        (alias, item) -> item.add(ALIAS_NAME, alias.aliasName())
                                .add("AliasArn", alias.aliasArn())
                                .add(TARGET, alias.targetKeyId()),
                        out));
    }
}
