"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app_info import AppInfo
    from .attendance_counters import AttendanceCounters
    from .batch_input_marketing_event_create_request_params import (
        BatchInputMarketingEventCreateRequestParams,
    )
    from .batch_input_marketing_event_email_subscriber import (
        BatchInputMarketingEventEmailSubscriber,
    )
    from .batch_input_marketing_event_external_unique_identifier import (
        BatchInputMarketingEventExternalUniqueIdentifier,
    )
    from .batch_input_marketing_event_public_object_id_delete_request import (
        BatchInputMarketingEventPublicObjectIdDeleteRequest,
    )
    from .batch_input_marketing_event_public_update_request_full_v2 import (
        BatchInputMarketingEventPublicUpdateRequestFullV2,
    )
    from .batch_input_marketing_event_subscriber import (
        BatchInputMarketingEventSubscriber,
    )
    from .batch_response_marketing_event_public_default_response import (
        BatchResponseMarketingEventPublicDefaultResponse,
    )
    from .batch_response_marketing_event_public_default_response_v2 import (
        BatchResponseMarketingEventPublicDefaultResponseV2,
    )
    from .batch_response_subscriber_email_response import (
        BatchResponseSubscriberEmailResponse,
    )
    from .batch_response_subscriber_vid_response import (
        BatchResponseSubscriberVidResponse,
    )
    from .collection_response_marketing_event_public_read_response_v2_forward_paging import (
        CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging,
    )
    from .collection_response_search_public_response_wrapper_no_paging import (
        CollectionResponseSearchPublicResponseWrapperNoPaging,
    )
    from .collection_response_with_total_marketing_event_identifiers_response import (
        CollectionResponseWithTotalMarketingEventIdentifiersResponse,
    )
    from .collection_response_with_total_participation_breakdown import (
        CollectionResponseWithTotalParticipationBreakdown,
    )
    from .collection_response_with_total_public_list import (
        CollectionResponseWithTotalPublicList,
    )
    from .contact_association import ContactAssociation
    from .crm_property_wrapper import CrmPropertyWrapper
    from .error import Error
    from .error_context import ErrorContext
    from .error_detail import ErrorDetail
    from .event_detail_settings import EventDetailSettings
    from .event_detail_settings_url import EventDetailSettingsUrl
    from .forward_paging import ForwardPaging
    from .get_participations_breakdown_by_contact_id_state import (
        GetParticipationsBreakdownByContactIdState,
    )
    from .get_participations_breakdown_by_external_event_id_state import (
        GetParticipationsBreakdownByExternalEventIdState,
    )
    from .get_participations_breakdown_by_marketing_event_id_state import (
        GetParticipationsBreakdownByMarketingEventIdState,
    )
    from .links import Links
    from .marketing_event_association import MarketingEventAssociation
    from .marketing_event_complete_request_params import (
        MarketingEventCompleteRequestParams,
    )
    from .marketing_event_create_request_params import MarketingEventCreateRequestParams
    from .marketing_event_default_response import MarketingEventDefaultResponse
    from .marketing_event_email_subscriber import MarketingEventEmailSubscriber
    from .marketing_event_email_subscriber_contact_properties import (
        MarketingEventEmailSubscriberContactProperties,
    )
    from .marketing_event_email_subscriber_properties import (
        MarketingEventEmailSubscriberProperties,
    )
    from .marketing_event_external_unique_identifier import (
        MarketingEventExternalUniqueIdentifier,
    )
    from .marketing_event_identifiers_response import MarketingEventIdentifiersResponse
    from .marketing_event_public_default_response import (
        MarketingEventPublicDefaultResponse,
    )
    from .marketing_event_public_default_response_v2 import (
        MarketingEventPublicDefaultResponseV2,
    )
    from .marketing_event_public_object_id_delete_request import (
        MarketingEventPublicObjectIdDeleteRequest,
    )
    from .marketing_event_public_read_response import MarketingEventPublicReadResponse
    from .marketing_event_public_read_response_v2 import (
        MarketingEventPublicReadResponseV2,
    )
    from .marketing_event_public_update_request_full_v2 import (
        MarketingEventPublicUpdateRequestFullV2,
    )
    from .marketing_event_public_update_request_v2 import (
        MarketingEventPublicUpdateRequestV2,
    )
    from .marketing_event_subscriber import MarketingEventSubscriber
    from .marketing_event_subscriber_properties import (
        MarketingEventSubscriberProperties,
    )
    from .marketing_event_update_request_params import MarketingEventUpdateRequestParams
    from .next_page import NextPage
    from .paging import Paging
    from .participation_associations import ParticipationAssociations
    from .participation_breakdown import ParticipationBreakdown
    from .participation_properties import ParticipationProperties
    from .previous_page import PreviousPage
    from .property_value import PropertyValue
    from .property_value_input import PropertyValueInput
    from .public_list import PublicList
    from .record_by_contact_emails_subscriber_state import (
        RecordByContactEmailsSubscriberState,
    )
    from .record_by_contact_id_subscriber_state import RecordByContactIdSubscriberState
    from .record_by_contact_ids_subscriber_state import (
        RecordByContactIdsSubscriberState,
    )
    from .record_by_email_subscriber_state import RecordByEmailSubscriberState
    from .search_public_response_wrapper import SearchPublicResponseWrapper
    from .standard_error import StandardError
    from .subscriber_email_response import SubscriberEmailResponse
    from .subscriber_vid_response import SubscriberVidResponse
    from .upsert_by_contact_email_subscriber_state import (
        UpsertByContactEmailSubscriberState,
    )
    from .upsert_by_contact_id_subscriber_state import UpsertByContactIdSubscriberState

    pass
else:
    _MODULES = {
        "AppInfo": ".app_info",
        "AttendanceCounters": ".attendance_counters",
        "BatchInputMarketingEventCreateRequestParams": ".batch_input_marketing_event_create_request_params",
        "BatchInputMarketingEventEmailSubscriber": ".batch_input_marketing_event_email_subscriber",
        "BatchInputMarketingEventExternalUniqueIdentifier": ".batch_input_marketing_event_external_unique_identifier",
        "BatchInputMarketingEventPublicObjectIdDeleteRequest": ".batch_input_marketing_event_public_object_id_delete_request",
        "BatchInputMarketingEventPublicUpdateRequestFullV2": ".batch_input_marketing_event_public_update_request_full_v2",
        "BatchInputMarketingEventSubscriber": ".batch_input_marketing_event_subscriber",
        "BatchResponseMarketingEventPublicDefaultResponse": ".batch_response_marketing_event_public_default_response",
        "BatchResponseMarketingEventPublicDefaultResponseV2": ".batch_response_marketing_event_public_default_response_v2",
        "BatchResponseSubscriberEmailResponse": ".batch_response_subscriber_email_response",
        "BatchResponseSubscriberVidResponse": ".batch_response_subscriber_vid_response",
        "CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging": ".collection_response_marketing_event_public_read_response_v2_forward_paging",
        "CollectionResponseSearchPublicResponseWrapperNoPaging": ".collection_response_search_public_response_wrapper_no_paging",
        "CollectionResponseWithTotalMarketingEventIdentifiersResponse": ".collection_response_with_total_marketing_event_identifiers_response",
        "CollectionResponseWithTotalParticipationBreakdown": ".collection_response_with_total_participation_breakdown",
        "CollectionResponseWithTotalPublicList": ".collection_response_with_total_public_list",
        "ContactAssociation": ".contact_association",
        "CrmPropertyWrapper": ".crm_property_wrapper",
        "Error": ".error",
        "ErrorContext": ".error_context",
        "ErrorDetail": ".error_detail",
        "EventDetailSettings": ".event_detail_settings",
        "EventDetailSettingsUrl": ".event_detail_settings_url",
        "ForwardPaging": ".forward_paging",
        "GetParticipationsBreakdownByContactIdState": ".get_participations_breakdown_by_contact_id_state",
        "GetParticipationsBreakdownByExternalEventIdState": ".get_participations_breakdown_by_external_event_id_state",
        "GetParticipationsBreakdownByMarketingEventIdState": ".get_participations_breakdown_by_marketing_event_id_state",
        "Links": ".links",
        "MarketingEventAssociation": ".marketing_event_association",
        "MarketingEventCompleteRequestParams": ".marketing_event_complete_request_params",
        "MarketingEventCreateRequestParams": ".marketing_event_create_request_params",
        "MarketingEventDefaultResponse": ".marketing_event_default_response",
        "MarketingEventEmailSubscriber": ".marketing_event_email_subscriber",
        "MarketingEventEmailSubscriberContactProperties": ".marketing_event_email_subscriber_contact_properties",
        "MarketingEventEmailSubscriberProperties": ".marketing_event_email_subscriber_properties",
        "MarketingEventExternalUniqueIdentifier": ".marketing_event_external_unique_identifier",
        "MarketingEventIdentifiersResponse": ".marketing_event_identifiers_response",
        "MarketingEventPublicDefaultResponse": ".marketing_event_public_default_response",
        "MarketingEventPublicDefaultResponseV2": ".marketing_event_public_default_response_v2",
        "MarketingEventPublicObjectIdDeleteRequest": ".marketing_event_public_object_id_delete_request",
        "MarketingEventPublicReadResponse": ".marketing_event_public_read_response",
        "MarketingEventPublicReadResponseV2": ".marketing_event_public_read_response_v2",
        "MarketingEventPublicUpdateRequestFullV2": ".marketing_event_public_update_request_full_v2",
        "MarketingEventPublicUpdateRequestV2": ".marketing_event_public_update_request_v2",
        "MarketingEventSubscriber": ".marketing_event_subscriber",
        "MarketingEventSubscriberProperties": ".marketing_event_subscriber_properties",
        "MarketingEventUpdateRequestParams": ".marketing_event_update_request_params",
        "NextPage": ".next_page",
        "Paging": ".paging",
        "ParticipationAssociations": ".participation_associations",
        "ParticipationBreakdown": ".participation_breakdown",
        "ParticipationProperties": ".participation_properties",
        "PreviousPage": ".previous_page",
        "PropertyValue": ".property_value",
        "PropertyValueInput": ".property_value_input",
        "PublicList": ".public_list",
        "RecordByContactEmailsSubscriberState": ".record_by_contact_emails_subscriber_state",
        "RecordByContactIdSubscriberState": ".record_by_contact_id_subscriber_state",
        "RecordByContactIdsSubscriberState": ".record_by_contact_ids_subscriber_state",
        "RecordByEmailSubscriberState": ".record_by_email_subscriber_state",
        "SearchPublicResponseWrapper": ".search_public_response_wrapper",
        "StandardError": ".standard_error",
        "SubscriberEmailResponse": ".subscriber_email_response",
        "SubscriberVidResponse": ".subscriber_vid_response",
        "UpsertByContactEmailSubscriberState": ".upsert_by_contact_email_subscriber_state",
        "UpsertByContactIdSubscriberState": ".upsert_by_contact_id_subscriber_state",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = value
        return value

    def __dir__():
        return [*globals(), *_MODULES]


__all__ = (
    "AppInfo",
    "AttendanceCounters",
    "BatchInputMarketingEventCreateRequestParams",
    "BatchInputMarketingEventEmailSubscriber",
    "BatchInputMarketingEventExternalUniqueIdentifier",
    "BatchInputMarketingEventPublicObjectIdDeleteRequest",
    "BatchInputMarketingEventPublicUpdateRequestFullV2",
    "BatchInputMarketingEventSubscriber",
    "BatchResponseMarketingEventPublicDefaultResponse",
    "BatchResponseMarketingEventPublicDefaultResponseV2",
    "BatchResponseSubscriberEmailResponse",
    "BatchResponseSubscriberVidResponse",
    "CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging",
    "CollectionResponseSearchPublicResponseWrapperNoPaging",
    "CollectionResponseWithTotalMarketingEventIdentifiersResponse",
    "CollectionResponseWithTotalParticipationBreakdown",
    "CollectionResponseWithTotalPublicList",
    "ContactAssociation",
    "CrmPropertyWrapper",
    "Error",
    "ErrorContext",
    "ErrorDetail",
    "EventDetailSettings",
    "EventDetailSettingsUrl",
    "ForwardPaging",
    "GetParticipationsBreakdownByContactIdState",
    "GetParticipationsBreakdownByExternalEventIdState",
    "GetParticipationsBreakdownByMarketingEventIdState",
    "Links",
    "MarketingEventAssociation",
    "MarketingEventCompleteRequestParams",
    "MarketingEventCreateRequestParams",
    "MarketingEventDefaultResponse",
    "MarketingEventEmailSubscriber",
    "MarketingEventEmailSubscriberContactProperties",
    "MarketingEventEmailSubscriberProperties",
    "MarketingEventExternalUniqueIdentifier",
    "MarketingEventIdentifiersResponse",
    "MarketingEventPublicDefaultResponse",
    "MarketingEventPublicDefaultResponseV2",
    "MarketingEventPublicObjectIdDeleteRequest",
    "MarketingEventPublicReadResponse",
    "MarketingEventPublicReadResponseV2",
    "MarketingEventPublicUpdateRequestFullV2",
    "MarketingEventPublicUpdateRequestV2",
    "MarketingEventSubscriber",
    "MarketingEventSubscriberProperties",
    "MarketingEventUpdateRequestParams",
    "NextPage",
    "Paging",
    "ParticipationAssociations",
    "ParticipationBreakdown",
    "ParticipationProperties",
    "PreviousPage",
    "PropertyValue",
    "PropertyValueInput",
    "PublicList",
    "RecordByContactEmailsSubscriberState",
    "RecordByContactIdsSubscriberState",
    "RecordByContactIdSubscriberState",
    "RecordByEmailSubscriberState",
    "SearchPublicResponseWrapper",
    "StandardError",
    "SubscriberEmailResponse",
    "SubscriberVidResponse",
    "UpsertByContactEmailSubscriberState",
    "UpsertByContactIdSubscriberState",
)
