package io.ebsnap.store;

/**
 * What a zone can be made of: a store in which a copy can be replaced at one blow. A bad copy may be the only one in which some record is
 * good, so it must never be gone before the mended one is there. Nobody but {@link Replica} replaces anything.
 */
public interface ReplicaStore extends ObjectStore {

    @Override
    ReplicaUpload begin(ObjectName name);
}
