package io.ebsnap.aws.kms;

import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyRequest.CreateGrant;
import io.ebsnap.api.KeyRequest.ListGrants;
import io.ebsnap.api.KeyRequest.ListRetirableGrants;
import io.ebsnap.api.KeyRequest.RetireGrant;
import io.ebsnap.api.KeyRequest.RevokeGrant;
import io.ebsnap.api.Request;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Leave for accounts to use keys. Whoever has a grant can retire it, and so can the account that it names for that. */
final class GrantActions implements KmsActions {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 100;
    private static final String KEY_ID = "KeyId";
    private static final String GRANT_ID = "GrantId";
    private static final String GRANTEE = "GranteePrincipal";
    private static final String RETIRING = "RetiringPrincipal";
    private static final String CONSTRAINTS = "Constraints";
    private static final String SUBSET = "EncryptionContextSubset";
    private static final String EQUALS = "EncryptionContextEquals";

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "CreateGrant", (in, caller) -> create(in),
                "ListGrants", (in, caller) -> list(in),
                "ListRetirableGrants", (in, caller) -> retirable(in),
                "RevokeGrant", (in, caller) -> revoke(in),
                "RetireGrant", (in, caller) -> retire(in));
    }

    private static Prepared create(JsonMembers in) {
        KmsReading.grantTokens(in);
        KmsReading.notDry(in);
        String grantee = KmsReading.account(in.required(GRANTEE));
        String retiring = in.text(RETIRING);
        JsonMembers constraints = in.object(CONSTRAINTS);
        List<String> operations = in.texts("Operations");
        if (operations.isEmpty()) {
            throw in.missing("Operations");
        }
        return new Prepared.Asked<>(
                new CreateGrant(
                        KmsReading.key(in),
                        grantee,
                        operations,
                        context(constraints, SUBSET),
                        context(constraints, EQUALS),
                        retiring == null ? null : KmsReading.account(retiring),
                        in.text("Name")),
                (grant, out) ->
                        out.add("GrantToken", GrantToken.of(grant).encode()).add(GRANT_ID, grant.grantId()));
    }

    private static List<Tag> context(@Nullable JsonMembers constraints, String name) {
        return constraints == null ? List.of() : KmsReading.context(constraints, name);
    }

    private static Prepared list(JsonMembers in) {
        String id = in.text(GRANT_ID);
        String grantee = in.text(GRANTEE);
        String account = grantee == null ? null : KmsReading.account(grantee);
        return listed(
                in,
                "ListGrants",
                new ListGrants(KmsReading.key(in)),
                grant -> (id == null || grant.grantId().equals(id))
                        && (account == null || grant.granteePrincipal().equals(account)));
    }

    private static Prepared retirable(JsonMembers in) {
        String account = KmsReading.account(in.required(RETIRING));
        return listed(in, "ListRetirableGrants", new ListRetirableGrants(account), grant -> true);
    }

    private static Prepared listed(
            JsonMembers in, String action, Request<KeyGrantList> request, Predicate<KeyGrant> wanted) {
        KmsPages page = KmsPages.of(in, action, PAGE, PAGE_MAX);
        return new Prepared.Asked<>(
                request,
                (answer, out) -> page.write(
                        "Grants",
                        answer.grants().stream().filter(wanted).toList(),
                        KeyGrant::grantId,
                        GrantActions::write,
                        out));
    }

    private static void write(KeyGrant grant, JsonObject item) {
        String retiring = grant.retiringPrincipal();
        item.add(KEY_ID, grant.keyId())
                .add(GRANT_ID, grant.grantId())
                .add("Name", grant.name().isEmpty() ? null : grant.name())
                .add("CreationDate", grant.creationDate())
                .add(GRANTEE, KmsReading.root(grant.granteePrincipal()))
                .add(RETIRING, retiring == null ? null : KmsReading.root(retiring))
                .add("IssuingAccount", KmsReading.root(grant.keyId().split(":", -1)[4]))
                .texts("Operations", grant.operations());
        constraint(SUBSET, grant.encryptionContextSubset(), item);
        constraint(EQUALS, grant.encryptionContextEquals(), item);
    }

    /** A grant has one of them at most. */
    private static void constraint(String name, List<Tag> context, JsonObject item) {
        if (!context.isEmpty()) {
            item.object(CONSTRAINTS, () -> item.map(name, pairs(context)));
        }
    }

    private static Map<String, String> pairs(List<Tag> context) {
        Map<String, String> pairs = new TreeMap<>();
        context.forEach(pair -> pairs.put(pair.key(), pair.value()));
        return pairs;
    }

    private static Prepared revoke(JsonMembers in) {
        KmsReading.notDry(in);
        return Prepared.done(new RevokeGrant(KmsReading.key(in), in.required(GRANT_ID)));
    }

    /** By key and id, or by its token. */
    private static Prepared retire(JsonMembers in) {
        KmsReading.notDry(in);
        String token = in.text("GrantToken");
        if (token == null) {
            return Prepared.done(new RetireGrant(KmsReading.key(in), in.required(GRANT_ID)));
        }
        if (in.has(KEY_ID) || in.has(GRANT_ID)) {
            throw AwsFault.of("ValidationException", "a grant is named by its token, or by its key and id");
        }
        GrantToken grant = GrantToken.decode(token);
        return Prepared.done(new RetireGrant(grant.keyId(), grant.grantId()));
    }
}
