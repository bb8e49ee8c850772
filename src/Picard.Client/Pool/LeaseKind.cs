namespace Picard.Client;

internal enum LeaseKind
{
    Any,
    Fresh,
}
