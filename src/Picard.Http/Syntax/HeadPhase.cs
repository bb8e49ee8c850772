namespace Picard.Http;

/// <summary>What a <see cref="HeadParser"/> expects next.</summary>
internal enum HeadPhase : byte
{
    Start,
    EmptyLine,
    StartLine,
    Fields,
    Violated,
}
