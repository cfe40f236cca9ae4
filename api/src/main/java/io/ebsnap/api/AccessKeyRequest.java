package io.ebsnap.api;

/** About the keys with which AWS's own tools sign what they ask for. */
public sealed interface AccessKeyRequest<A extends Record> extends Request<A> {

    /** Makes a key of the caller: what is signed with it is done as if the caller had asked for it. */
    record CreateAccessKey() implements AccessKeyRequest<NewAccessKey> {
        @Override
        public Class<NewAccessKey> answerType() {
            return NewAccessKey.class;
        }
    }

    /** Lists the keys of the caller's account. */
    record ListAccessKeys() implements AccessKeyRequest<AccessKeyList> {
        @Override
        public Class<AccessKeyList> answerType() {
            return AccessKeyList.class;
        }
    }

    /** Ends a key of the caller's account: what is signed with it is refused from now on. */
    record DeleteAccessKey(String accessKeyId) implements AccessKeyRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
