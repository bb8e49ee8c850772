namespace Picard;

internal enum LimitKeyKind
{
    Everyone,
    ClientAddress,
    Field,
    Selected,
}
