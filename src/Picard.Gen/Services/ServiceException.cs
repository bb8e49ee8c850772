namespace Picard.Gen;

/// <summary>The services of an application are not complete. Its own type, so that a program tells it in one line and a failure of the user's code with its stack.</summary>
internal sealed class ServiceException(string message) : InvalidOperationException(message);
