namespace Picard.Transport;

/// <summary>Which end of a connection.</summary>
internal enum AddressOf
{
    ThisEnd,
    Peer,
}
