// Descriptors, rented slabs and allocated bytes are counted for the process, so tests run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
