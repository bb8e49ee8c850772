namespace Picard.Http;

/// <summary>What Transfer-Encoding says, once it has been checked.</summary>
internal enum TransferCodings : byte
{
    /// <summary>The field is absent.</summary>
    None,

    /// <summary>Chunked, the only coding that is supported.</summary>
    Chunked,
}
